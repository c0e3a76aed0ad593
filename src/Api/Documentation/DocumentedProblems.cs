using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Documentation;

/// <summary>The kinds of problem that an endpoint answers, for its documentation.</summary>
internal sealed record DocumentedProblems(IReadOnlyList<ProblemKind> Kinds);

internal static class DocumentedProblemsExtensions
{
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params IReadOnlyList<ProblemKind> kinds)
    {
        IReadOnlyList<ProblemKind> all = [.. kinds, ProblemKind.InternalError];

        foreach (var status in all.Select(kind => kind.Status).Distinct())
            endpoint.Produces<Problem>(status, ProblemWriter.MediaType);

        return endpoint.WithMetadata(new DocumentedProblems(all));
    }
}
