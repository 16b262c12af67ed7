"""Many statements to answers: study, comparison."""
