"""Training data, training and scores of the English pipeline in `claims/nlp/model`."""
