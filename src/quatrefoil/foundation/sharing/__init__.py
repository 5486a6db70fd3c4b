# SPDX-License-Identifier: Apache-2.0
"""Consent, legal grounds, agreements and disclosures."""
