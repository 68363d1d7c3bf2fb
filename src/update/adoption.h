#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "update/outcome.h"

namespace nexy {

// What became of one build, added up over all time.
struct BuildOutcomes {
  std::int64_t build = 0;
  std::map<OutcomeEvent, std::int64_t> events;
  std::map<std::string, std::int64_t> failures;  // By reason.
  UnixSeconds first_day = 0;
};

// How builds spread: from first checks of the day, so that an installation counts once a day and
// nobody needs to be recognised.
struct Adoption {
  // day -> build -> installations that checked in with it.
  std::map<UnixSeconds, std::map<std::int64_t, std::int64_t>> days;
  std::map<std::int64_t, BuildOutcomes> builds;
};

Adoption AdoptionOf(const std::vector<OutcomeCount>& counts);

// Fewer than this are shown as "<5": in a small group a number would be a person.
constexpr std::int64_t kSmallestGroup = 5;

std::string AdoptionTable(const Adoption& adoption);
std::string AdoptionCsv(const Adoption& adoption);
std::string AdoptionJson(const Adoption& adoption);
// A page that needs no script: the curve as a picture, in words, and as a table.
std::string AdoptionHtml(const Adoption& adoption);

}  // namespace nexy
