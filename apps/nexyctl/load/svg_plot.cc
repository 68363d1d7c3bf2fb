#include "nexyctl/load/svg_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>

#include "base/strings.h"

namespace nexy::load {
namespace {

constexpr double kWidth = 760, kHeight = 320;
constexpr double kLeft = 80, kRight = 20, kTop = 16, kBottom = 56;
constexpr const char* kDashes[] = {"", "8 4", "2 3", "10 3 2 3"};
constexpr double kLeast = 1e-3;  // What a logarithm begins with.

std::string Number(double value, const char* format = "%.1f") {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// One axis: values to places.
class Axis {
 public:
  Axis(double low, double high, bool logarithmic, double from, double to)
      : log_(logarithmic), from_(from), to_(to) {
    low_ = Scaled(low);
    high_ = Scaled(high);
    if (high_ - low_ < 1e-9) high_ = low_ + 1;
  }

  double At(double value) const {
    return from_ + (Scaled(value) - low_) / (high_ - low_) * (to_ - from_);
  }
  // Round values along it.
  std::vector<double> Ticks() const {
    std::vector<double> ticks;
    if (log_) {
      for (double power = std::floor(low_); power <= high_ + 1e-9; power += 1) {
        if (power >= low_ - 1e-9) ticks.push_back(std::pow(10, power));
      }
      if (ticks.size() >= 2) return ticks;
      ticks = {std::pow(10, low_), std::pow(10, high_)};
      return ticks;
    }
    const double raw = (high_ - low_) / 6;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    double step = power;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
      if (power * factor >= raw) {
        step = power * factor;
        break;
      }
    }
    for (double at = std::ceil(low_ / step) * step; at <= high_ + step * 1e-6; at += step) {
      ticks.push_back(at);
    }
    return ticks;
  }

 private:
  double Scaled(double value) const { return log_ ? std::log10(std::max(value, kLeast)) : value; }

  const bool log_;
  const double from_, to_;
  double low_ = 0, high_ = 1;
};

struct Bounds {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  void Take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

std::string Line(const PlotLine& line, std::size_t index, const Axis& x, const Axis& y) {
  std::string points;
  for (const auto& [at, value] : line.points) {
    points += Concat(Number(x.At(at)), ",", Number(y.At(value)), " ");
  }
  const double legend = kLeft + static_cast<double>(index) * 165;
  const std::string dash =
      Concat(" stroke-dasharray=\"", kDashes[index % std::size(kDashes)], "\"");
  return Concat("<polyline class=\"l", index, "\" fill=\"none\" stroke-width=\"2\"", dash,
                " points=\"", points, "\"/>\n<line class=\"l", index, "\" stroke-width=\"2\"", dash,
                " x1=\"", Number(legend), "\" x2=\"", Number(legend + 30), "\" y1=\"",
                Number(kHeight - 8), "\" y2=\"", Number(kHeight - 8), "\"/><text x=\"",
                Number(legend + 36), "\" y=\"", Number(kHeight - 4), "\">", Escaped(line.name),
                "</text>\n");
}

}  // namespace

const std::string_view kPlotStyle = R"(
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --grid: #c8c8c8;
        --l0: #004c97; --l1: #a33b00; --l2: #00663a; --l3: #6b2a8c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0f0f0; --paper: #121212; --grid: #4a4a4a;
          --l0: #8ec5ff; --l1: #ffb38a; --l2: #86e0ae; --l3: #dcb0ff; } }
svg { width: 100%; height: auto; background: var(--paper); }
svg text { font: 12px sans-serif; fill: var(--ink); }
.grid { stroke: var(--grid); } .l0 { stroke: var(--l0); } .l1 { stroke: var(--l1); }
.l2 { stroke: var(--l2); } .l3 { stroke: var(--l3); }
)";

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string SvgOf(const Plot& plot) {
  Bounds xs, ys;
  for (const PlotLine& line : plot.lines) {
    for (const auto& [x, y] : line.points) {
      xs.Take(x);
      ys.Take(y);
    }
  }
  if (xs.low > xs.high) return "";
  if (!plot.log_y) ys.low = std::min(ys.low, 0.0);
  const Axis x(xs.low, xs.high, plot.log_x, kLeft, kWidth - kRight);
  const Axis y(ys.low, ys.high, plot.log_y, kHeight - kBottom, kTop);
  std::string svg =
      Concat("<svg role=\"img\" viewBox=\"0 0 760 320\" aria-labelledby=\"", plot.id, "-t ",
             plot.id, "-d\">\n<title id=\"", plot.id, "-t\">", Escaped(plot.title),
             "</title>\n<desc id=\"", plot.id, "-d\">", Escaped(plot.words), "</desc>\n");
  for (const double tick : x.Ticks()) {
    const std::string at = Number(x.At(tick));
    svg +=
        Concat("<line class=\"grid\" x1=\"", at, "\" x2=\"", at, "\" y1=\"", Number(kTop),
               "\" y2=\"", Number(kHeight - kBottom), "\"/><text text-anchor=\"middle\" x=\"", at,
               "\" y=\"", Number(kHeight - kBottom + 16), "\">", Number(tick, "%.6g"), "</text>\n");
  }
  for (const double tick : y.Ticks()) {
    const std::string at = Number(y.At(tick));
    svg += Concat("<line class=\"grid\" x1=\"", Number(kLeft), "\" x2=\"", Number(kWidth - kRight),
                  "\" y1=\"", at, "\" y2=\"", at, "\"/><text text-anchor=\"end\" x=\"",
                  Number(kLeft - 6), "\" y=\"", Number(y.At(tick) + 4), "\">", Number(tick, "%.6g"),
                  "</text>\n");
  }
  svg += Concat("<text text-anchor=\"end\" x=\"", Number(kWidth - kRight), "\" y=\"",
                Number(kHeight - kBottom + 32), "\">", Escaped(plot.x_name),
                "</text>\n<text x=\"4\" y=\"12\">", Escaped(plot.y_name), "</text>\n");
  for (std::size_t i = 0; i < plot.lines.size(); ++i) svg += Line(plot.lines[i], i, x, y);
  return svg + "</svg>\n";
}

std::string SvgFileOf(const Plot& plot) {
  std::string svg = SvgOf(plot);
  if (svg.empty()) return svg;
  svg.insert(svg.find('>') + 1, Concat("\n<style>", kPlotStyle, "</style>"));
  svg.insert(std::string_view("<svg").size(), " xmlns=\"http://www.w3.org/2000/svg\"");
  return svg;
}

}  // namespace nexy::load
