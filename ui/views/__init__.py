"""The pages, one file each; every page is a function `page()`."""
