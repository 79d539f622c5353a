"""The rules and the numbers: facts as typed, dated rulebooks, exact scores, findings.

Plain Python on the standard library: no input or output, no screen, no SQL, no float.
May be imported by everyone; imports nothing of the house.
"""
