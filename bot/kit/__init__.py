"""Discord presentation shared by every feature: cards, items, modals, pages, answers, doors for errors."""
