# SPDX-License-Identifier: Apache-2.0
"""Administrator's pages: who works here, as what, until when."""
