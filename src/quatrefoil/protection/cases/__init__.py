# SPDX-License-Identifier: Apache-2.0
"""From needs to plan, services and follow-up."""
