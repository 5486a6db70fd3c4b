# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0, the Human Trafficking Case Data Standard of IOM (December 2021, CC BY 4.0), as typed data.

IOM does not endorse this project. The standard names fields and codes only; it has no wire format. Codes such as
"Prostitution" leave in exports; `words` holds what people read instead.
"""
