// SPDX-License-Identifier: Apache-2.0
// The whole script of the public site: it works without it, and leaves faster with it.
import { createAll } from 'govuk-frontend'
import { QuickExit, announceSupport } from './quick_exit.js'

announceSupport()
createAll(QuickExit)
