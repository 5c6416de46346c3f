import { ForewarnError } from '@forewarn/core';
import type { z } from 'zod';
import type { FieldError } from '../problem/problem-schema.js';

/** A request with mistakes, all of them listed. */
export class InvalidRequestError extends ForewarnError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const many = errors.length === 1 ? '1 mistake' : `${errors.length} mistakes`;
    super('invalid-request', `the request has ${many}: ${errors.map(describe).join('; ')}`);
    this.errors = errors;
  }
}

const describe = ({ path, message }: FieldError): string => (path === '' ? message : `${path}: ${message}`);

/** A schema's issues as field errors, one per unknown key. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not a known field',
    }));
  });
