using System.Globalization;
using Distill.Libtorch;
using Distill.Objectives.Answers;
using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>
/// An ensemble of teachers: the arithmetic or geometric mean of their distributions at T (section 2 of the paper), in
/// log-space. Owns its members and disposes them.
/// </summary>
public sealed class EnsembleTeacher : ITeacher
{
    private readonly ITeacher[] members;
    private readonly double[] weights;

    /// <summary>Combines <paramref name="members"/>, which this teacher owns from here on.</summary>
    /// <param name="members">At least one, all of the same classes, and giving dense targets.</param>
    /// <param name="mean">Arithmetic or geometric.</param>
    /// <param name="weights">One for each member, greater than 0; scaled to sum to one. Null gives all the same.</param>
    /// <param name="byCertainty">
    /// Whether a member counts, for each example, as its weight times its certainty, 1 − H(p)/log N of N classes at the temperature: so most where it
    /// is sure.
    /// </param>
    /// <exception cref="DistillException">The members have different numbers of classes, or weights are missing
    /// or not positive; all such errors in one message.</exception>
    public EnsembleTeacher(
        IReadOnlyList<ITeacher> members,
        EnsembleMean mean = EnsembleMean.Arithmetic,
        IReadOnlyList<double>? weights = null,
        bool byCertainty = false)
    {
        ArgumentNullException.ThrowIfNull(members);
        weights ??= [.. Enumerable.Repeat(1.0, members.Count)];
        string[] problems = [.. Problems(members, weights)];
        if (problems.Length > 0)
        {
            throw new DistillException("This ensemble cannot be formed: " + string.Join(" ", problems));
        }

        double total = weights.Sum();
        this.members = [.. members];
        this.weights = [.. weights.Select(weight => weight / total)];
        Combination = new MemberMean { Geometric = mean == EnsembleMean.Geometric, ByCertainty = byCertainty };
        Name = $"{Mean.ToString().ToLowerInvariant()} mean of {string.Join(", ", members.Select(member => member.Name))}{(byCertainty ? ", by certainty" : "")}";
        Fingerprint = FingerprintOf();
    }

    /// <summary>
    /// Combines <paramref name="members"/>, which this teacher owns from here on, with a weight for each class: a member counts most where it knows
    /// most. The arithmetic mean is Σ_t w(t, c) p_t(c), the geometric one Π_t p_t(c)^w(t, c), and both are scaled to sum to one over the classes.
    /// </summary>
    /// <param name="members">At least one, all of the same classes, and giving dense targets.</param>
    /// <param name="mean">Arithmetic or geometric.</param>
    /// <param name="classWeights">
    /// [members][classes], each greater than 0; scaled to sum to one over the members of each class. <c>Predictions.ClassWeights</c> takes them
    /// from held-out examples.
    /// </param>
    /// <exception cref="DistillException">The members have different numbers of classes, or weights are missing
    /// or not positive; all such errors in one message.</exception>
    public EnsembleTeacher(IReadOnlyList<ITeacher> members, EnsembleMean mean, IReadOnlyList<IReadOnlyList<double>> classWeights)
        : this(members, mean)
    {
        ArgumentNullException.ThrowIfNull(classWeights);
        string[] problems =
        [
            .. classWeights.Count == members.Count ? [] : new[] { $"There are weights of {classWeights.Count} members for {members.Count}; give some for each." },
            .. classWeights.Where(weights => weights.Count != Classes).Take(1).Select(weights => $"There are {weights.Count} weights for {Classes} classes; give one for each."),
            .. classWeights.SelectMany(weights => weights).Where(weight => !IsWeight(weight)).Take(1).Select(WeightProblem),
        ];
        if (problems.Length > 0)
        {
            throw new DistillException("This ensemble cannot be formed: " + string.Join(" ", problems));
        }

        double[] totals = [.. Enumerable.Range(0, Classes).Select(number => classWeights.Sum(weights => weights[number]))];
        Combination = Combination with { ClassWeights = [.. classWeights.Select(weights => weights.Select((weight, number) => weight / totals[number]).ToArray())] };
        Fingerprint = FingerprintOf();
    }

    /// <summary>How the members are averaged.</summary>
    public EnsembleMean Mean => Combination.Geometric ? EnsembleMean.Geometric : EnsembleMean.Arithmetic;

    /// <summary>The teachers that are averaged.</summary>
    public IReadOnlyList<ITeacher> Members => members;

    /// <summary>One for each member, summing to one; all the same where there are <see cref="ClassWeights"/>, which count in their place.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>[members][classes], summing to one over the members of each class; null where a member has one weight.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? ClassWeights => Combination.ClassWeights;

    /// <summary>Whether members count for each example by their certainty of it, too.</summary>
    public bool ByCertainty => Combination.ByCertainty;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes => members[0].Classes;

    /// <summary>How the members' answers become one.</summary>
    internal MemberMean Combination { get; }

    /// <summary>Covers the members in their order, their weights and the kind of mean.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => members.All(member => member.SeesInputs);

    /// <summary>True of a geometric mean of members that have logits, each with one weight, and of a single member that has.</summary>
    public bool HasLogits =>
        (Combination is { Geometric: true, ClassWeights: null, ByCertainty: false } || members.Length == 1) && members.All(member => member.HasLogits);

    /// <inheritdoc/>
    public bool KnowsAgreement => members.Length > 1;

    /// <inheritdoc/>
    public bool Serves(double temperature) => members.All(member => member.Serves(temperature));

    /// <inheritdoc/>
    /// <exception cref="DistillException">A member cannot give that temperature, does not know a row, or gives sparse targets.</exception>
    public SoftTargets Targets(Batch batch, double temperature) => Targets(batch, temperature, told: null);

    /// <summary>The members' mean, and how much they agree: by their <see cref="Weights"/> and their arithmetic mean, whatever <see cref="Mean"/> is.</summary>
    /// <inheritdoc/>
    /// <exception cref="DistillException">As <see cref="Targets(Batch, double)"/> says; or there is one member.</exception>
    public SoftTargets TargetsWithAgreement(Batch batch, double temperature)
    {
        if (!KnowsAgreement)
        {
            throw new DistillException($"{Name} has one member, and agreement is of several. Give two or more teachers.");
        }

        using var scope = NewDisposeScope();
        var told = new List<Tensor>(members.Length);
        var targets = Targets(batch, temperature, told.Add);
        using var quiet = no_grad();
        var agreement = MemberAgreement.Of(stack(told, 1), weights);
        return new SoftTargets(targets.LogProbabilities.MoveToOuterDisposeScope(), temperature) { Agreement = agreement.MoveToOuterDisposeScope() };
    }

    private SoftTargets Targets(Batch batch, double temperature, Action<Tensor>? told) =>
        new(Combination.Of(Answers(batch, temperature, told), weights), temperature);

    // Each answer lives until the next one is asked for.
    private IEnumerable<Tensor> Answers(Batch batch, double temperature, Action<Tensor>? told)
    {
        Device? device = null;
        foreach (var member in members)
        {
            using var answered = member.Targets(batch, temperature);
            // Members may compute on different devices.
            device ??= answered.LogProbabilities.device;
            using var targets = answered.On(device);
            var answer = Dense(targets, member);
            told?.Invoke(answer.alias());
            yield return answer;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in members)
        {
            member.Dispose();
        }
    }

    private static Tensor Dense(SoftTargets targets, ITeacher member)
    {
        return targets.IsSparse
            ? throw new DistillException(
                $"The ensemble's member {member.Name} gives only its most probable classes, and these differ from member "
                + "to member. Give the member as a model, or as targets stored without a top-k.")
            : targets.LogProbabilities;
    }

    private static IEnumerable<string> Problems(IReadOnlyList<ITeacher> members, IReadOnlyList<double> weights)
    {
        if (members.Count == 0)
        {
            yield return "It has no members; give at least one.";
            yield break;
        }

        foreach (var member in members.Where(member => member.Classes != members[0].Classes))
        {
            yield return $"{members[0].Name} has {members[0].Classes} classes and {member.Name} has "
                + $"{member.Classes}; all members need the same classes.";
        }

        if (weights.Count != members.Count)
        {
            yield return $"There are {weights.Count} weights for {members.Count} members; give one for each.";
        }

        foreach (double weight in weights.Where(weight => !IsWeight(weight)))
        {
            yield return WeightProblem(weight);
        }
    }

    private static bool IsWeight(double weight) => weight > 0 && double.IsFinite(weight);

    private static string WeightProblem(double weight) => $"A weight is {weight.ToString(CultureInfo.InvariantCulture)}; weights are greater than 0.";

    private Fingerprint FingerprintOf()
    {
        using var builder = new FingerprintBuilder();
        builder.Add("ensemble").Add(Mean.ToString());
        for (int i = 0; i < members.Length; i++)
        {
            builder.Add(members[i].Fingerprint.Value).Add(BitConverter.DoubleToInt64Bits(weights[i]));
            foreach (double weight in ClassWeights?[i] ?? [])
            {
                builder.Add(BitConverter.DoubleToInt64Bits(weight));
            }
        }

        return (ByCertainty ? builder.Add("by certainty") : builder).Build();
    }
}
