"""E-mail to customers: composing a message, sending it once, and the folder that takes mail where no server does."""
