namespace Distill.Runs.Results.Specialists;

/// <summary>Minutes of training, means over the seeds.</summary>
/// <param name="Generalist">A generalist.</param>
/// <param name="Specialist">One specialist.</param>
/// <param name="LongestSpecialist">The specialist that took longest.</param>
/// <param name="AllSpecialists">All specialists of a generalist, one after the other.</param>
public sealed record SpecialistMinutes(double Generalist, double Specialist, double LongestSpecialist, double AllSpecialists);
