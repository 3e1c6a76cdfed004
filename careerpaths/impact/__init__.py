"""What a version would change: demo cases and stored comparisons, scored under the live rules and under it.

`cases` is what is compared, `tally` counts, `protection` keeps people out of the counts, `reports` is the life of a
report, `tasks` does the work in the background. A setting says where the stored cases come from, as the method never
knows them.
"""
