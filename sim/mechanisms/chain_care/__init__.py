"""Care for chains of referral: a personal thank-you to who invited a friend that has become a customer."""
