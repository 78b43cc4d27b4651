namespace Distill.Objectives;

/// <summary>
/// Objectives that came after the paper, sums of objectives, objectives that change while a student trains, and cases that count by what
/// their teacher answers. p and q are the teacher's
/// and the student's distributions at T, and y is the label. Each throws <see cref="Runs.DistillException"/> that names every number out of
/// range, and an <see cref="ArgumentException"/> for top-k targets, unless it says otherwise.
/// </summary>
public static class LaterObjectives
{
    /// <summary>
    /// Decoupled knowledge distillation (DKD; Zhao et al. 2022): T²·(α·KL of (p_y, 1 − p_y) + β·KL of the other classes, made to sum to
    /// one). It reads labels.
    /// </summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>; 4 in the paper's tables.</param>
    /// <param name="target">α, of the label against all else; finite, 0 or more.</param>
    /// <param name="others">β, of the other classes among each other; finite, 0 or more.</param>
    public static IObjective Decoupled(double temperature, double target = 1, double others = 8) => new DecoupledDistillation(temperature, target, others);

    /// <summary>
    /// Logit standardisation (Sun et al. 2024): T²·KL, with p and q the softmax of standard scores over T. A student need not have logits of
    /// the teacher's size, only of its order and proportions.
    /// </summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>; 2 in the paper's tables.</param>
    public static IObjective Standardised(double temperature) => new StandardisedMatching(temperature);

    /// <summary>
    /// DIST (Huang et al. 2022): T²·(β·(1 − ρ of the case's probabilities) + γ·the mean of 1 − ρ of each class over the batch), with ρ
    /// Pearson's correlation.
    /// </summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>.</param>
    /// <param name="cases">β, of the classes of one case; finite, 0 or more.</param>
    /// <param name="classes">γ, of the cases of one class; finite, 0 or more.</param>
    public static IObjective Correlation(double temperature, double cases = 1, double classes = 1) => new CorrelationMatching(temperature, cases, classes);

    /// <summary>
    /// Generalised Jensen-Shannon divergence (Agarwal et al. 2024): T²·(β·KL(p‖m) + (1 − β)·KL(q‖m)) with m = β·p + (1 − β)·q. β = 0
    /// stands for KL(p‖q), and β = 1 for the reverse KL(q‖p). Top-k targets are compared on their k + 1 outcomes.
    /// </summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>.</param>
    /// <param name="beta">β, 0 to 1.</param>
    public static IObjective JensenShannon(double temperature, double beta = 0.5) => new JensenShannonMatching(temperature, beta);

    /// <summary>
    /// Normalised knowledge distillation (NKD; Yang et al. 2023): −p_y·log q_y at T = 1, and γ·T²·CE of the other classes at T, made to sum
    /// to one. It reads labels.
    /// </summary>
    /// <param name="temperature">T of the other classes, within the range of <see cref="Temperatures"/>; 1 in the paper's tables.</param>
    /// <param name="others">γ, of the other classes; finite, above 0.</param>
    public static IObjective Normalised(double temperature = 1, double others = 1.5) => new NormalisedDistillation(temperature, others);

    /// <summary>
    /// Multi-level logit distillation (Jin, Wang and Lin 2023): the mean over several T of T²·KL + b·‖QQᵀ − PPᵀ‖²/B + c·‖QᵀQ − PᵀP‖²/N, with
    /// the probabilities of a batch of B cases and N classes in P and Q.
    /// </summary>
    /// <param name="temperatures">At least one T, within the range of <see cref="Temperatures"/>; null for 2 to 6, as in the authors' code.</param>
    /// <param name="batches">b, of the cases of a batch; finite, 0 or more.</param>
    /// <param name="classes">c, of the classes; finite, 0 or more.</param>
    public static IObjective MultiLevel(IEnumerable<double>? temperatures = null, double batches = 1, double classes = 1) =>
        new MultiLevelMatching(temperatures, batches, classes);

    /// <summary>A weighted sum on the same student logits, such as a later objective beside <see cref="HardLabels"/>.</summary>
    /// <param name="parts">At least one; weights finite and above 0. Those with a teacher want it at one temperature.</param>
    public static IObjective Sum(params IReadOnlyList<(double Weight, IObjective Objective)> parts) => new WeightedObjectives(parts);

    /// <summary>
    /// An objective whose numbers change while a student trains, for example T from 8 to 2:
    /// <c>Scheduled("T linear from 8 to 2", done =&gt; new Distillation(8 - (6 * done), 0.1))</c>.
    /// </summary>
    /// <param name="how">How it changes, in words with every number that it depends on: checkpoints tell trainings apart by them.</param>
    /// <param name="at">
    /// What is minimised where a share of the training is done: 0 at the first step, 1 at the last. It must be pure. It is asked for a
    /// thousand shares at once, so that a number that is out of range is found before the first step.
    /// </param>
    public static IObjective Scheduled(string how, Func<double, IObjective> at) => new ScheduledObjective(how, at);

    /// <summary>Each case counts by the probability of its teacher's first class. Top-k targets will do.</summary>
    /// <param name="objective">One with a teacher.</param>
    public static IObjective ByConfidence(IObjective objective) => new WeightedCases(objective, CaseWeight.Confidence);

    /// <summary>
    /// Each case counts by 1 − H(p)/log N, with H the entropy of its teacher's distribution over N outcomes. Top-k targets will do.
    /// </summary>
    /// <param name="objective">One with a teacher.</param>
    public static IObjective ByCertainty(IObjective objective) => new WeightedCases(objective, CaseWeight.Certainty);

    /// <summary>Each case counts by the teacher's probability of its label, so that a teacher that is wrong counts little. It reads labels.</summary>
    /// <param name="objective">One with a teacher.</param>
    public static IObjective ByLabel(IObjective objective) => new WeightedCases(objective, CaseWeight.Label);

    /// <summary>
    /// Each case counts by how much several teachers agree about it at the objective's temperature (<see cref="SoftTargets.Agreement"/>). The teacher is an
    /// <see cref="Teachers.EnsembleTeacher"/>, stored targets of each of its members, or three or more students that teach each other.
    /// </summary>
    /// <param name="objective">One with a teacher.</param>
    public static IObjective ByAgreement(IObjective objective) => new WeightedCases(objective, CaseWeight.Agreement);
}
