# SPDX-License-Identifier: Apache-2.0
"""What is: the tables of identification."""
