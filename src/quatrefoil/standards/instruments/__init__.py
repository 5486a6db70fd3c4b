# SPDX-License-Identifier: Apache-2.0
"""Questionnaires as data: the screening instruments, the public report, the record of a contact."""
