"""What law and practice say: calendar, timescales, clocks, care, codes, participation, records.

Standard library only. Every function takes the date it needs; nothing here reads the system clock.
"""
