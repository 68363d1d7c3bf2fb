#pragma once

#include <ostream>
#include <vector>

#include "store/usage_record.h"

namespace nexy {

// What was asked of the store, and what it answered.
struct UsageReport {
  UsageQuery query;
  std::vector<UsageRow> rows;
  std::vector<UsageRow> totals;  // One a currency; none when nothing was used.
};

// A table with a sentence before and after it: columns by blanks alone, so that a screen reader
// reads words and numbers and no lines.
void PrintUsageTable(const UsageReport& report, std::ostream& out);
// RFC 4180, one line a row. A text that a spreadsheet would take for a formula begins with '.
void PrintUsageCsv(const UsageReport& report, std::ostream& out);
void PrintUsageJson(const UsageReport& report, std::ostream& out);

}  // namespace nexy
