"""The sample council: the returns of an English council that does not exist, for demonstrations and tests.

Lives are lived day by day from a seed and then told as each year's return would tell them, so that what the
returns say of one child agrees from table to table and from year to year. No person in it exists; postcodes,
pupil numbers, Ofsted numbers and social workers' numbers are invented and not in use.

    council = make(seed=1, looked_after=500, years=(2023, 2024, 2025))
    council.returned(2025)["episodes"]
    council.write(Path("sample"))
"""

from sightline.ops.sample.council import SampleCouncil, benchmark, make

__all__ = ["SampleCouncil", "benchmark", "make"]
