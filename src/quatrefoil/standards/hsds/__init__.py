# SPDX-License-Identifier: Apache-2.0
"""HSDS 3.0, Open Referral's Human Services Data Specification (CC BY-SA 4.0): the objects a directory of help needs.

Names follow the specification; the descriptions are ours. It has no way to mark a confidential address, so a safe place
leaves through `places.under_cover` with its cover name and nothing that leads there.
"""
