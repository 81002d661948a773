"""What the shipped models are made from: labelled text, generated sentences, and the commands that train on them."""
