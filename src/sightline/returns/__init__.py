"""Statutory returns, in and out: specs by year, reading, checking, joining years, writing.

Bad data is a finding, not an exception: reading gives rows and findings, checking gives more findings
and never touches a row.
"""
