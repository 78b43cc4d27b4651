using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Jobs.Heads;

/// <summary>What came of a head.</summary>
/// <param name="Teacher">The folder of the teacher.</param>
/// <param name="Fingerprint">That of the teacher.</param>
/// <param name="Dimensions">Numbers in a vector of the encoder.</param>
/// <param name="Test">The teacher on the test part; null where no example of the data has a label there.</param>
internal sealed record HeadOutcome(string Teacher, Fingerprint Fingerprint, int Dimensions, EvaluationSummary? Test);
