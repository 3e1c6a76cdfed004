"""What a version would change: demo cases and stored comparisons, scored under the live rules and under it.

`cases` says what is compared, `tally` counts, `protection` keeps people out of the counts, `reports` is the life of a
report, `tasks` does the work in the background. Where the stored cases come from is a setting, as the method never
knows them.
"""
