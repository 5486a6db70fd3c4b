# SPDX-License-Identifier: Apache-2.0
"""Files that strangers send: recognised, judged, and drawn again, in a process that can hurt nobody.

Call `sandbox.inspect_file`, `sandbox.strip_file` and `sandbox.blur_file`. The functions they run are pure and stand in
`inspection` and `stripping`; calling those directly on an upload would put a parser into the server's own process.
"""
