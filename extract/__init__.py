"""From the text of a paper to candidate statements that a person accepts or rejects."""
