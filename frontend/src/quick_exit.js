// SPDX-License-Identifier: Apache-2.0
import { ExitThisPage } from 'govuk-frontend'

/**
 * Exit this page, leaving nothing to go back to: the kit follows a link, which keeps
 * the page in the history; here the page is replaced and what was typed is cleared.
 */
export class QuickExit extends ExitThisPage {
  exitPage() {
    document.body.classList.add('govuk-exit-this-page-hide-content')
    for (const form of document.forms) form.reset()
    document.title = '\u200b'
    window.location.replace(this.$button.href)
  }
}

/** The kit starts only on a body that says it is supported. */
export function announceSupport() {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
}
