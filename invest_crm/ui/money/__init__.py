"""资金与进度: monthly reports, the three sets of figures, a project's money and photos."""
