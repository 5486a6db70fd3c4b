# SPDX-License-Identifier: Apache-2.0
"""Threads, notices and the one gate for everything that goes out."""
