// SPDX-License-Identifier: Apache-2.0
// Bundles the locked design system into one folder: node build.mjs OUTPUT_FOLDER INPUTS_DIGEST
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { bothDirections, fontFaces, kitSheet, publicSheet } from './stylesheets.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const MODULES = path.join(HERE, 'node_modules')
const GOVUK = path.join(MODULES, 'govuk-frontend/dist/govuk')
const MOJ = path.join(MODULES, '@ministryofjustice/frontend/moj')
const FONTS = ['@fontsource/ibm-plex-sans', '@fontsource/ibm-plex-sans-arabic']
const SUBSETS = { 'ibm-plex-sans': ['latin', 'latin-ext'], 'ibm-plex-sans-arabic': ['arabic'] }
const WEIGHTS = [400, 500, 600]
const SHIPPED = ['govuk-frontend', '@ministryofjustice/frontend', ...FONTS]

async function writeStyles(folder) {
  const kit = await kitSheet([path.join(GOVUK, 'govuk-frontend.min.css'), path.join(MOJ, 'moj-frontend.min.css')])
  const packages = FONTS.map((name) => path.join(MODULES, name))
  const { faces, files } = await fontFaces(packages, WEIGHTS, SUBSETS)
  await writePair(folder, 'kit', await bothDirections(kit, { faces, font: 'plex' }))
  await writePair(folder, 'public', await bothDirections(publicSheet(kit), { font: 'system' }))
  for (const file of files) await copyFile(file, path.join(folder, 'fonts', path.basename(file)))
  await copyImages(folder, kit.toString())
}

async function writePair(folder, name, { ltr, rtl }) {
  await writeFile(path.join(folder, `${name}.css`), ltr)
  await writeFile(path.join(folder, `${name}.rtl.css`), rtl)
}

async function copyImages(folder, css) {
  const names = new Set([...css.matchAll(/url\("?images\/([\w-]+\.svg)"?\)/g)].map((match) => match[1]))
  for (const name of names) await copyFile(path.join(MOJ, 'assets/images', name), path.join(folder, 'images', name))
}

async function writeScripts(folder) {
  await bundle({
    absWorkingDir: HERE,
    entryPoints: ['src/kit.js', 'src/public.js'],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2018'],
    legalComments: 'none',
    logLevel: 'error'
  })
}

// WhiteNoise sends NAME.gz where it lies beside NAME: a slow phone waits a quarter as long.
async function writeCompressed(folder) {
  const texts = (await readdir(folder)).filter((name) => /\.(css|js)$/.test(name))
  for (const name of texts) {
    const data = await readFile(path.join(folder, name))
    await writeFile(path.join(folder, `${name}.gz`), gzipSync(data, { level: 9 }))
  }
}

async function writeLicences(folder, lock) {
  const texts = []
  for (const name of SHIPPED) texts.push(await licenceOf(name, lock.packages[`node_modules/${name}`]))
  await writeFile(path.join(folder, 'LICENCES.txt'), texts.join('\n\n'))
}

async function licenceOf(name, entry) {
  const shipped = await readdir(path.join(MODULES, name))
  const file = shipped.find((one) => /^licen[cs]e/i.test(one))
  const about = JSON.parse(await readFile(path.join(MODULES, name, 'package.json'), 'utf8'))
  const text = file ? await readFile(path.join(MODULES, name, file), 'utf8') : await mitText(about)
  return `${'='.repeat(72)}\n${name} ${entry.version} (${entry.license})\n${'='.repeat(72)}\n${text.trim()}\n`
}

// Both kits say MIT in their package.json and leave the text out; the licence asks for it.
async function mitText(about) {
  const holder = about.author?.name ?? about.author ?? about.name
  return (await readFile(path.join(HERE, 'mit-licence.txt'), 'utf8')).replace('HOLDER', holder)
}

async function writeManifest(folder, lock, inputs) {
  const packages = SHIPPED.map((name) => {
    const { version, license, integrity } = lock.packages[`node_modules/${name}`]
    return { name, version, licence: license, integrity }
  })
  const manifest = { inputs, packages, files: await digests(folder) }
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

async function digests(folder) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  const found = {}
  for (const name of names.sort()) {
    const data = await readFile(path.join(folder, name))
    found[name] = { sha256: createHash('sha256').update(data).digest('hex'), bytes: data.length }
  }
  return found
}

async function main(output, inputs) {
  const draft = `${output}.draft`
  const lock = JSON.parse(await readFile(path.join(HERE, 'package-lock.json'), 'utf8'))
  await rm(draft, { recursive: true, force: true })
  for (const part of ['fonts', 'images']) await mkdir(path.join(draft, part), { recursive: true })
  await writeStyles(draft)
  await writeScripts(draft)
  await writeCompressed(draft)
  await writeLicences(draft, lock)
  await writeManifest(draft, lock, inputs)
  // The old folder goes only when the new one is whole.
  await rm(output, { recursive: true, force: true })
  await rename(draft, output)
}

await main(path.resolve(process.argv[2]), process.argv[3])
