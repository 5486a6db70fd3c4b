// SPDX-License-Identifier: Apache-2.0
// The parts of both kits that staff pages use. No date picker: the browser's own speaks every language.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  Tabs,
  createAll
} from 'govuk-frontend'
import { AddAnother, Alert, ButtonMenu, SortableTable } from '@ministryofjustice/frontend'
import { QuickExit, announceSupport } from './quick_exit.js'

const PARTS = [
  Accordion,
  AddAnother,
  Alert,
  Button,
  ButtonMenu,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  QuickExit,
  Radios,
  SkipLink,
  SortableTable,
  Tabs
]

function start(scope) {
  for (const part of PARTS) createAll(part, undefined, scope)
}

announceSupport()
start(document)
// Pieces that htmx swaps in are started too.
document.addEventListener('htmx:afterSwap', (event) => start(event.target))
