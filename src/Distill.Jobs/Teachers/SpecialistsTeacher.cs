using Distill.Jobs.Specialists;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Teachers;

/// <summary>Opens the folder of trained specialists as one teacher, and refuses what is not whole.</summary>
internal static class SpecialistsTeacher
{
    private const int MostProblems = 10;
    private const string CheckpointOption = "option checkpointMinutes";

    /// <summary>The generalist and all specialists combined. Whoever takes the teacher disposes it.</summary>
    /// <param name="specialists">The run.</param>
    /// <param name="topClasses">How many of the generalist's top classes call their specialists; null as the run says.</param>
    /// <exception cref="DistillException">
    /// A specialist is missing, unfinished, damaged, or of another generalist or other classes: names each, and what trains it.
    /// </exception>
    public static OpenedTeacher Open(SpecialistsRun specialists, int? topClasses = null)
    {
        var generalist = GeneralistFile.Load(specialists);
        var members = new List<Classifier>();
        try
        {
            LoadAll(specialists, generalist.ClassNames, members);
            var (sets, asked) = (specialists.Sets, topClasses ?? specialists.Plan.TopClasses);
            var parameters = members.Sum(member => member.ParameterCount) + generalist.ParameterCount;
            var description = $"{generalist.Spec!.Description} with {sets.Count} specialists";
            var main = new ModelTeacher(generalist, name: specialists.Assignment.Generalist.Name);
            ITeacher[] teachers = [.. members.Select((member, specialist) => new ModelTeacher(member, name: SpecialistsRun.MemberId(specialist)))];
            ITeacher combined = specialists.Plan.FullSoftmax
                ? new FullSoftmaxEnsemble(main, teachers, sets, asked)
                : new SpecialistEnsemble(main, teachers, sets, asked);
            return new OpenedTeacher(combined, description, parameters, null, ClassMap.Identity(sets.Classes, $"{sets.Classes} classes by the names in its assignment"));
        }
        catch
        {
            generalist.Dispose();
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static void LoadAll(SpecialistsRun specialists, IReadOnlyList<string> names, List<Classifier> members)
    {
        var problems = new List<string>();
        for (var specialist = 0; specialist < specialists.Sets.Count; specialist++)
        {
            try
            {
                members.Add(Load(specialists, specialist, names));
            }
            catch (DistillException mistake)
            {
                problems.Add($"specialist {specialist + 1} {mistake.Message}; train it: {specialists.TrainCommand(specialist)}");
            }
        }

        if (problems.Count > 0)
        {
            var more = problems.Count > MostProblems ? $"\nand {problems.Count - MostProblems} more: distill specialists train {specialists.Run.Path}" : "";
            throw new DistillException($"The specialists of {specialists.Run.Path} are not whole:\n{string.Join("\n", problems.Take(MostProblems))}{more}");
        }
    }

    private static Classifier Load(SpecialistsRun specialists, int specialist, IReadOnlyList<string> names)
    {
        var path = specialists.MemberPath(specialist);
        if (!RunDirectory.IsRun(path))
        {
            throw new DistillException($"is missing: there is no run in {path}");
        }

        var member = RunDirectory.Open(path);
        var manifest = member.ReadManifest();
        if (manifest.Status != RunStatus.Done)
        {
            throw new DistillException($"is not trained to its end: {member.ManifestPath} does not say 'done'");
        }

        Classifier model;
        string? start;
        try
        {
            start = (string?)ModelFile.ReadFacts(member.ModelPath)?["start"];
            model = ModelFile.Load(member.ModelPath);
        }
        catch (DistillException damaged)
        {
            throw new DistillException($"cannot be read: {damaged.Message.TrimEnd('.')}. Delete the folder {path}", damaged);
        }

        var problem = Problem(specialists, specialist, names, model, start) ?? OtherTraining(specialists, specialist, manifest);
        if (problem is not null)
        {
            model.Dispose();
            throw new DistillException($"{problem}, in {member.ModelPath}. Delete the folder {path}");
        }

        return model;
    }

    private static string? Problem(SpecialistsRun specialists, int specialist, IReadOnlyList<string> names, Classifier model, string? start)
    {
        var generalist = specialists.Assignment.Generalist.Fingerprint;
        if (start != generalist.Value)
        {
            return $"is of another generalist: it started from {start ?? "none"}, and the classes were assigned for {generalist}";
        }

        IReadOnlyList<string> classes = specialists.Plan.FullSoftmax
            ? names
            : [.. specialists.Sets[specialist].ToArray().Select(number => names[number]), SpecialistSource.Dustbin];
        return model.ClassNames.SequenceEqual(classes)
            ? null
            : $"has other classes: {Names(model.ClassNames)}; assigned were {Names(classes)}";
    }

    // Which examples it saw, the training on them compares.
    private static string? OtherTraining(SpecialistsRun specialists, int specialist, RunManifest done)
    {
        var plan = specialists.Plan;
        var wanted = SpecialistTraining.OptionsOf(plan.Training with { Seed = plan.Seed }, specialist);
        var found = done.Configuration.TryGetProperty("training", out var options)
            ? new WorkIdentity(WorkIdentity.Values("option ", options).Where(fact => fact.Key != CheckpointOption))
            : new WorkIdentity([]);
        var differences = found.DifferencesFrom(new WorkIdentity(IdentityFacts.Of(wanted).Where(fact => fact.Key != CheckpointOption)), "there")
            .Concat(plan.FullSoftmax && done.Identity is { } identity && identity.Facts.GetValueOrDefault("objective") is var was && Objective() is var now && was != now
                ? [$"objective: {was} there, {now} now"]
                : []).ToList();
        return differences.Count > 0 ? $"was trained by another plan: {string.Join("; ", differences)}" : null;

        string Objective() => new SpecialistObjective(specialists.Sets, specialist, plan.Temperature).Description;
    }

    private static string Names(IReadOnlyList<string> classes) =>
        classes.Count <= MostProblems ? string.Join(", ", classes) : $"{string.Join(", ", classes.Take(MostProblems))}, … ({classes.Count})";
}
