#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace nexy {

// A key, token or password: it can be carried and compared with empty, and prints as `***`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  bool empty() const { return value_.empty(); }
  // The only way to the value; call it where the value goes on the wire and nowhere else.
  const std::string& Reveal() const { return value_; }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret& secret) {
    return out << (secret.empty() ? "" : "***");
  }

 private:
  std::string value_;
};

}  // namespace nexy
