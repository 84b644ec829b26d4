"""附件: the files of a record, in a tab of its panel."""
