# SPDX-License-Identifier: Apache-2.0
"""The look: page frames, components, forms, charts. It knows no other room."""
