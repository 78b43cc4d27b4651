namespace Distill.Runs.Results.Specialists;

/// <summary>Checks that an assignment is whole: the shape is right already, the classes may not be.</summary>
internal sealed class SpecialistAssignmentCheck(SpecialistAssignment assignment, string path)
{
    private readonly int classes = assignment.Dataset.Classes.Count;

    public void Run()
    {
        Expect(
            assignment.Format == SpecialistAssignment.CurrentFormat,
            "format", $"{assignment.Format}", $"{SpecialistAssignment.CurrentFormat}, which this version reads");
        Expect(assignment.Dataset.Classes.All(name => name is not null), "dataset.classes", "null", "a name for each class");
        Expect(assignment.Sets.Count > 0, "sets", "none", "the classes of one specialist or more");
        for (var specialist = 0; specialist < assignment.Sets.Count; specialist++)
        {
            Set(assignment.Sets[specialist], $"sets, specialist {specialist + 1}");
        }

        Expect(
            assignment.ClusterOf.Count == classes && assignment.ClusterOf.All(cluster => cluster >= 0 && cluster < assignment.Sets.Count),
            "clusterOf", "other clusters", $"for each of the {classes} classes a number from 0 to {assignment.Sets.Count - 1}");
        Expect(
            assignment.CountTemperature is > 0 and < double.PositiveInfinity,
            "countTemperature", $"{assignment.CountTemperature}", "a number above 0");
        Expect(assignment.GroupAgreement is null or (>= -1 and <= 1), "groupAgreement", $"{assignment.GroupAgreement}", "-1 to 1");
        if (assignment.TemperatureChoice is { } choice)
        {
            Choice(choice);
        }

        foreach (var shown in assignment.Images ?? [])
        {
            Expect(shown?.Images is { Count: > 0 } images && images.All(image => image is not null), "images", "a class without an image", "one image or more for each");
            Class(shown!.Class, "images.class");
            foreach (var image in shown.Images)
            {
                SampleImageCheck.Run(image, "images", Expect);
            }
        }
    }

    private void Choice(TemperatureChoice choice)
    {
        Expect(choice.Examples > 0, "temperatureChoice.examples", $"{choice.Examples}", "a number above 0");
        Expect(choice.Tried.Count > 0 && choice.Tried.All(one => one is not null), "temperatureChoice.tried", "none", "what was tried");
        foreach (var one in choice.Tried)
        {
            Expect(one.Temperature is > 0 and < double.PositiveInfinity, "temperatureChoice.temperature", $"{one.Temperature}", "a number above 0");
            Expect(one.Agreement is null or (>= -1 and <= 1), "temperatureChoice.agreement", $"{one.Agreement}", "-1 to 1");
            Expect(one.Evenness is null or (>= 0 and <= 1), "temperatureChoice.evenness", $"{one.Evenness}", "0 to 1");
        }
    }

    private void Set(AssignedSet? set, string where)
    {
        Expect(set is { Classes.Count: > 0 }, where, "empty", "one class or more");
        Expect(set!.Classes.Count < classes, where, $"{set.Classes.Count} classes", $"fewer than all {classes}, so that something is left for the dustbin");
        Expect(set.Classes.Distinct().Count() == set.Classes.Count, where, "a class twice", "each once");
        foreach (var number in set.Classes)
        {
            Class(number, where);
        }

        foreach (var pair in set.Confusions)
        {
            Expect(pair is not null, $"{where}, confusions", "null", "a pair of classes");
            Class(pair!.First, $"{where}, confusions");
            Class(pair.Second, $"{where}, confusions");
        }
    }

    private void Class(int number, string where) =>
        Expect(number >= 0 && number < classes, where, $"class {number}", $"0 to {classes - 1}");

    private void Expect(bool holds, string where, string found, string expected)
    {
        if (!holds)
        {
            throw new DistillException($"{path}, {where}: found {found}; expected {expected}. Assign the classes again.");
        }
    }
}
