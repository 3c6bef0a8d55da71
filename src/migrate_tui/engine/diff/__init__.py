"""The one idea: which rows should exist, beside the rows that do, with a status for each."""
