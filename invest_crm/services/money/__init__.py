"""资金与进度: monthly reports, corrections, closed months, warnings, three sets, photos."""
