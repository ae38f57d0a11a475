"""The demonstration of the gated space: fictional structures, real kinds of funders, plausible and coherent bilans."""
