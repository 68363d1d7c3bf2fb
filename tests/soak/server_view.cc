#include "soak/server_view.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "e2e/tcp_exchange.h"

namespace nexy::soak {
namespace {

std::size_t FieldOf(const std::string& status, const std::string& name) {
  const std::size_t at = status.find("\n" + name + ":");
  return at == std::string::npos ? 0 : std::stoul(status.substr(at + name.size() + 2));
}

// `"name": "value"` of a line's context.
std::string ContextOf(std::string_view line, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\": \"";
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return "";
  const std::size_t start = at + key.size();
  return std::string(line.substr(start, line.find('"', start) - start));
}

}  // namespace

Figures Figures::Of(const std::string& http_address) {
  Figures figures;
  std::istringstream lines(testing::HttpGet(http_address, "/metrics").body);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.rfind(' ');
    if (line.starts_with('#') || space == std::string::npos) continue;
    figures.values_[line.substr(0, space)] = std::stod(line.substr(space + 1));
  }
  return figures;
}

double Figures::Value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? 0 : found->second;
}

std::map<std::string, std::uint64_t> Figures::ByLabel(const std::string& family,
                                                      const std::string& label) const {
  const std::string beginning = family + "{" + label + "=\"";
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [name, value] : values_) {
    if (!name.starts_with(beginning) || value == 0) continue;
    const std::size_t end = name.find('"', beginning.size());
    counts[name.substr(beginning.size(), end - beginning.size())] =
        static_cast<std::uint64_t>(std::llround(value));
  }
  return counts;
}

Holdings Holdings::Of(int pid) {
  const std::filesystem::path process = "/proc/" + std::to_string(pid);
  Holdings holdings;
  std::stringstream status;
  status << std::ifstream(process / "status").rdbuf();
  holdings.resident_kib = FieldOf(status.str(), "VmRSS");
  holdings.threads = FieldOf(status.str(), "Threads");
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(process / "fd", error)) {
    const auto target = std::filesystem::read_symlink(file, error).string();
    ++(target.starts_with("socket:") ? holdings.sockets : holdings.other_files);
  }
  return holdings;
}

std::map<std::string, std::uint64_t> CountLog(const std::string& log) {
  std::map<std::string, std::uint64_t> counts;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with("msg=turn finished")) ++counts["outcome " + ContextOf(line, "outcome")];
    if (line.ends_with("msg=call refused") && line.find("method=StreamAudio") != std::string::npos)
      ++counts["reason " + ContextOf(line, "reason")];
  }
  return counts;
}

}  // namespace nexy::soak
