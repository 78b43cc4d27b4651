using Distill.Data;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Teachers;

/// <summary>Whether stored targets are those of a view and a teacher.</summary>
internal static class StoreMatch
{
    private const int ShownClasses = 8;

    /// <exception cref="DistillException">They are not; the message has both fingerprints and what to do.</exception>
    public static void Require(SoftTargetStore store, ExampleView view, ITeacher? teacher)
    {
        store.RequireTargets();
        RequireExamples(store, view);
        RequireClasses(store, view);
        if (teacher is not null)
        {
            Require(
                store.Plan.Teacher.Fingerprint == teacher.Fingerprint, store, "teacher", store.Plan.Teacher, LabelPlan.OriginOf(teacher),
                "Use the teacher that labelled, or label with this one.");
        }
    }

    /// <summary>Whether a store is of these examples.</summary>
    /// <exception cref="DistillException">It is not; the message has both fingerprints and what to do.</exception>
    public static void RequireExamples(SoftTargetStore store, ExampleView view)
    {
        var plan = store.Plan;
        var source = LabelPlan.OriginOf(view.Source);
        Require(
            plan.Source.Fingerprint == source.Fingerprint, store, "data set", plan.Source, source,
            "Rows of the one mean nothing in the other: use the data set that was labelled, or label this one.");
        var preprocessing = LabelPlan.PreprocessingOf(view);
        Require(
            plan.Preprocessing.Fingerprint == preprocessing.Fingerprint, store, "preprocessing", plan.Preprocessing, preprocessing,
            "Label again.");
        Require(
            view.DescendsFrom(plan.View.Fingerprint), store, "view", plan.View, LabelPlan.OriginOf(view),
            "The rows are others, or in another order: use the view that was labelled or a part of it, or label this one.");
    }

    /// <summary>As <see cref="Require(SoftTargetStore, ExampleView, ITeacher?)"/>, and the view is the whole one that was labelled.</summary>
    public static void RequireAll(SoftTargetStore store, ExampleView view, ITeacher teacher)
    {
        Require(store, view, teacher);
        Require(
            view.Fingerprint == store.Plan.View.Fingerprint, store, "view", store.Plan.View, LabelPlan.OriginOf(view),
            "To recompute targets takes the whole view that was labelled, in its order.");
    }

    // Labels, which the fingerprint of the data covers, prove the order of the classes whatever they are called now.
    private static void RequireClasses(SoftTargetStore store, ExampleView view)
    {
        if (store.Plan.ClassNames is { } names && !names.SequenceEqual(view.ClassNames) && view.Labels().All(label => label < 0))
        {
            throw new DistillException(
                $"The soft targets at {store.Path} are for the classes {Shown(names)}, and {view.Name} has {Shown(view.ClassNames)}, without labels to tell which is which. "
                + "Give the data the classes of the targets in their order, or label again.");
        }

        static string Shown(IReadOnlyList<string> classes) => string.Join(", ", classes.Take(ShownClasses)) + (classes.Count > ShownClasses ? $", … ({classes.Count})" : "");
    }

    private static void Require(
        bool match, SoftTargetStore store, string what, StoreOrigin stored, StoreOrigin asked, string remedy)
    {
        if (!match)
        {
            throw new DistillException(
                $"The {store.Plan.Noun} at {store.Path} belong to another {what}: they were made with {stored}, and are opened for {asked}. {remedy}");
        }
    }
}
