using System.Globalization;
using System.Text.RegularExpressions;
using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>A folder of the sums that several processes counted, one file a part.</summary>
/// <param name="path">The folder.</param>
internal sealed partial class CovarianceParts(string path)
{
    /// <summary>The files of parts that there are, by part; others are in none.</summary>
    public IReadOnlyDictionary<WorkPart, string> Files() => !Directory.Exists(path)
        ? new Dictionary<WorkPart, string>()
        : Directory.EnumerateFiles(path, "*.safetensors").Select(file => (File: file, Part: PartOf(file))).Where(pair => pair.Part is not null)
            .ToDictionary(pair => pair.Part!.Value, pair => pair.File);

    /// <summary>Counts one part, or finds it counted.</summary>
    /// <param name="generalist">Who predicts.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="temperature">At which the generalist predicts.</param>
    /// <param name="part">Which part of them.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>Whether it was counted now.</returns>
    /// <exception cref="DistillException">The part is there and of other predictions, another process counts it, or predictions are not right.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled; nothing is kept.</exception>
    public bool Count(
        ITeacher generalist, ExampleView examples, double temperature, WorkPart part, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        OutputPath.RequireFolder(path);
        var plan = CovariancePlan.Of(generalist, examples, temperature);
        var file = FileOf(part);
        using var claim = FileClaim.TakeWithin(Path.ChangeExtension(file, ".lock"), $"Part {part} of {path}", cancellationToken);
        AtomicFile.RemoveLeftovers(path);
        if (File.Exists(file))
        {
            CovarianceFile.Require(file, plan, part);
            return false;
        }

        var covariance = CovarianceCounter.CountPart(generalist, examples, temperature, part, progress, cancellationToken);
        CovarianceFile.Write(file, covariance, plan, part);
        return true;
    }

    /// <summary>Adds all parts up. However many they are, they make the bits that one process counts.</summary>
    /// <param name="plan">What they must be of.</param>
    /// <param name="progress">Told of parts done.</param>
    /// <param name="cancellationToken">Looked at between parts.</param>
    /// <exception cref="DistillException">A part is missing, damaged, of other predictions, or there twice; the message names it.</exception>
    public ConfusionCovariance Merge(CovariancePlan plan, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        RequireFilesOfPartsAlone();
        var files = Files();
        if (files.Count == 0)
        {
            throw new DistillException($"There are no counts in {path}; count every part into it first.");
        }

        var count = RequireOneCount(files);
        WorkPart[] parts = [.. Enumerable.Range(1, count).Select(number => new WorkPart(number, count))];
        string[] missing = [.. parts.Where(part => !files.ContainsKey(part)).Select(part => Path.GetFileName(FileOf(part)))];
        if (missing.Length > 0)
        {
            throw new DistillException($"{missing.Length} of {count} counts in {path} are missing: {NameList.Of(missing)}. Count these parts.");
        }

        var sum = new ConfusionCovariance(plan.Classes, plan.Count);
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CovarianceFile.AddTo(sum, files[part], plan, part);
            progress?.Report(new WorkProgress("adding counts", part.Number, count, "parts"));
        }

        return sum.Count == plan.Count
            ? sum
            : throw DistillException.Damaged($"The counts in {path} are of {sum.Count} examples, and {plan.Examples} has {plan.Count}. Count all parts again.");
    }

    [GeneratedRegex("^counts-(\\d{5})-of-(\\d{5})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private static WorkPart? PartOf(string file) =>
        NamePattern().Match(Path.GetFileNameWithoutExtension(file)) is { Success: true } match
        && new WorkPart(Number(match.Groups[1]), Number(match.Groups[2])) is var part && part.Number >= 1 && part.Number <= part.Count
            ? part
            : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private string FileOf(WorkPart part) =>
        Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"counts-{part.Number:00000}-of-{part.Count:00000}.safetensors"));

    // A copy of a part under another name would be counted twice, or not at all.
    private void RequireFilesOfPartsAlone()
    {
        string[] foreign = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.safetensors").Where(file => PartOf(file) is null).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)]
            : [];
        if (foreign.Length > 0)
        {
            throw new DistillException(
                $"{path} holds files that are no counts, whose names are as {Path.GetFileName(FileOf(WorkPart.Whole))}: {NameList.Of(foreign)}. Remove them.");
        }
    }

    private int RequireOneCount(IReadOnlyDictionary<WorkPart, string> files)
    {
        var groups = files.GroupBy(pair => pair.Key.Count).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).ToList();
        return groups.Count == 1
            ? groups[0].Key
            : throw new DistillException(
                $"{path} holds counts of {string.Join(" and of ", groups.Select(group => group.Key).Order())} parts, so that examples would be counted twice. "
                + $"Remove those of one kind, for example {Path.GetFileName(groups[^1].First().Value)}.");
    }
}
