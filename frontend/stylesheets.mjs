// SPDX-License-Identifier: Apache-2.0
// What we take from the kits' prebuilt stylesheets, and what we leave out.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import postcss from 'postcss'
import rtlcss from 'rtlcss'
import { transform } from 'esbuild'

// The marks of the British state are not ours to show.
const MARKS_OF_STATE = /crown|crest|copyright-logo|govuk-logo/
const KIT_FONT = /GDS Transport/
const PLEX = '"IBM Plex Sans","IBM Plex Sans Arabic",system-ui,"Noto Sans","Noto Sans Arabic",sans-serif'
const SYSTEM = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif'
// Phones in the field are old: nothing newer than these may be assumed.
const OLD_BROWSERS = ['chrome80', 'firefox78', 'safari13']

// Blocks that the public pages are built of; all else is cut for their 60 kB.
const PUBLIC_BLOCKS = new Set(
  `back-link body button button-group caption character-count checkboxes date-input details error-message
  error-summary exit-this-page exit-this-page-hide-content exit-this-page-overlay fieldset file-upload form-group
  frontend-supported grid-column grid-row heading hint input inset-text js-exit-this-page-skiplink label
  label-wrapper link list main-wrapper notification-banner panel radios section-break select skip-link
  summary-list tag template textarea visually-hidden visually-hidden-focusable warning-text
  width-container`.split(/\s+/)
)
const PUBLIC_UTILITIES = /^govuk-!-(display-none|font-weight-bold|margin-(top|bottom)-[0-9]|width-full)$/
// Variants for dense staff pages, for dark bands and for pages of services.
const PUBLIC_LEAVES_OUT = /--(inverse|small|start|interruption|muted|text-colour|no-underline|no-visited-state)\b/
// Variants with a size in their name (govuk-body-l, govuk-grid-column-two-thirds) belong to the block before it.
const SIZED = /^(body|heading|caption|grid-column|section-break|list|link)-.*/

/** Both kits without fonts, marks and source maps, in one sheet. */
export async function kitSheet(files) {
  const sheet = postcss.root()
  for (const file of files) sheet.append(clean(postcss.parse(await readFile(file, 'utf8')), file))
  return sheet
}

function clean(sheet, file) {
  sheet.walkComments((comment) => comment.remove())
  sheet.walkAtRules(/^(charset|font-face)$/, (rule) => rule.remove())
  sheet.walkRules((rule) => dropMarks(rule))
  sheet.walkDecls('font-family', (declaration) => {
    if (KIT_FONT.test(declaration.value)) declaration.value = 'var(--quatrefoil-font)'
  })
  sheet.walkDecls(/./, (declaration) => {
    declaration.value = declaration.value.replaceAll('/assets/images/', 'images/')
  })
  dropEmpty(sheet)
  for (const node of sheet.nodes) node.source = { input: { file } }
  return sheet
}

function dropMarks(rule) {
  const kept = rule.selectors.filter((selector) => !MARKS_OF_STATE.test(selector))
  if (kept.length === 0) rule.remove()
  else if (kept.length < rule.selectors.length) rule.selectors = kept
}

function dropEmpty(sheet) {
  sheet.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove()
  })
}

/** The same sheet with only what the public pages need. */
export function publicSheet(sheet) {
  const small = sheet.clone()
  // In print the kit only sets points and another font; the page's own sheet says what is printed.
  small.walkAtRules('media', (rule) => {
    if (rule.params === 'print') rule.remove()
  })
  small.walkRules((rule) => {
    if (rule.parent.name === 'keyframes') return
    const kept = rule.selectors.filter(isForThePublic)
    if (kept.length === 0) rule.remove()
    else if (kept.length < rule.selectors.length) rule.selectors = kept
  })
  dropEmpty(small)
  return small
}

function isForThePublic(selector) {
  const classes = selector.match(/\.[\w!\\-]+/g) ?? []
  return classes.every((name) => isPublicClass(name.slice(1).replaceAll('\\', '')))
}

function isPublicClass(name) {
  if (PUBLIC_UTILITIES.test(name) || name === 'js-enabled') return true
  if (!name.startsWith('govuk-') || name.startsWith('govuk-!-') || PUBLIC_LEAVES_OUT.test(name)) return false
  const block = name.slice('govuk-'.length).split(/__|--/)[0]
  return PUBLIC_BLOCKS.has(block) || PUBLIC_BLOCKS.has(block.replace(SIZED, '$1'))
}

/** The @font-face rules of the wanted subsets, and the font files that they name. */
export async function fontFaces(packages, weights, subsets) {
  const faces = postcss.root()
  const files = []
  for (const folder of packages) {
    for (const weight of weights) {
      const sheet = postcss.parse(await readFile(path.join(folder, `${weight}.css`), 'utf8'))
      sheet.walkAtRules('font-face', (face) => takeFace(face, folder, subsets, faces, files))
    }
  }
  return { faces, files }
}

function takeFace(face, folder, subsets, faces, files) {
  const source = face.nodes.find((declaration) => declaration.prop === 'src')
  const name = source.value.match(/\.\/files\/([\w-]+\.woff2)/)[1]
  const family = path.basename(folder)
  if (!subsets[family].some((subset) => name.startsWith(`${family}-${subset}-`) && isSubset(name, family, subset))) return
  source.value = `url(fonts/${name}) format("woff2")`
  faces.append(face.clone())
  files.push(path.join(folder, 'files', name))
}

// "latin" must not take "latin-ext" with it: after the subset comes the weight.
function isSubset(name, family, subset) {
  return /^\d/.test(name.slice(`${family}-${subset}-`.length))
}

/** Minified text of a sheet, left to right and right to left. */
export async function bothDirections(sheet, { faces, font }) {
  const head = `:root{--quatrefoil-font:${font === 'plex' ? PLEX : SYSTEM}}`
  const left = `${faces ?? ''}${head}${sheet}`
  return { ltr: await minify(left), rtl: await minify(rtlcss.process(left)) }
}

async function minify(css) {
  const { code } = await transform(css, { loader: 'css', minify: true, target: OLD_BROWSERS, legalComments: 'none' })
  return code
}
