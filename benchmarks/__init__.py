"""Measurements that a person runs: answers against gold questions, speed as ratios, screenshots of the app."""
