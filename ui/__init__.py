"""The app: pages that draw answers and decide nothing."""
