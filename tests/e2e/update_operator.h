#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nexy/testing_program.h"

namespace nexy::testing {

// An operator with keys and a store of their own, who works with the shipped nexyctl.
class UpdateOperator {
 public:
  // Makes the keys and an empty store with the channels stable, beta (public) and alpha (closed).
  UpdateOperator();

  // `nexyctl update` with these words, the usual flags and `settings`.
  ProgramResult Run(std::vector<std::string> words) const;
  // Publishes a program for Linux that says that it is alive.
  ProgramResult Publish(const std::string& version, const std::string& channel,
                        const std::vector<std::string>& more = {}) const;
  // A tree of that program, as an archive.
  std::string Tree(const std::string& version) const;
  // Installs that version for a person, as its first one; returns the installation's folder.
  std::string Install(const std::string& version) const;

  std::string Path(const std::string& name) const { return folder_ / name; }
  std::string File(const std::string& name, const std::string& bytes) const;
  std::string Root() const { return Path("keys/root.json"); }
  // What a nexyd needs to serve this store.
  std::vector<std::string> Settings() const;
  // The token that opens alpha.
  static constexpr char kToken[] = "a-token-for-alpha";

 private:
  TemporaryFolder folder_;
  std::string archive_key_;
};

// The address of a nexyd's update service, from its ready line.
std::string UpdateAddressOf(const std::string& ready_line);

}  // namespace nexy::testing
